CREATE TABLE "chats_gone" (
	"user_id" text COLLATE "C" NOT NULL,
	"chat_id" text COLLATE "C" NOT NULL,
	"at" bigint NOT NULL,
	"changed_xid" "xid8" DEFAULT pg_current_xact_id() NOT NULL,
	CONSTRAINT "chats_gone_user_id_chat_id_pk" PRIMARY KEY("user_id","chat_id")
);
--> statement-breakpoint
ALTER TABLE "chats" ADD COLUMN "history_epoch" bigint DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "chats" ADD COLUMN "history_seq" bigint DEFAULT 0 NOT NULL;--> statement-breakpoint
CREATE INDEX "chats_gone_at" ON "chats_gone" USING btree ("at");