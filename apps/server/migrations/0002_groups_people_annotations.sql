CREATE TABLE "chat_invites" (
	"chat_id" text COLLATE "C" NOT NULL,
	"pub" "bytea" NOT NULL,
	"expires_at" bigint NOT NULL,
	"max_uses" bigint NOT NULL,
	"uses" integer DEFAULT 0 NOT NULL,
	"approval" boolean NOT NULL,
	"card" "bytea",
	CONSTRAINT "chat_invites_chat_id_pub_pk" PRIMARY KEY("chat_id","pub")
);
--> statement-breakpoint
CREATE TABLE "chat_joins" (
	"chat_id" text COLLATE "C" NOT NULL,
	"user_id" text COLLATE "C" NOT NULL,
	"pub" "bytea" NOT NULL,
	"proof" "bytea" NOT NULL,
	"at" bigint NOT NULL,
	"refused_at" bigint,
	CONSTRAINT "chat_joins_chat_id_user_id_pk" PRIMARY KEY("chat_id","user_id")
);
--> statement-breakpoint
CREATE TABLE "chat_leaves" (
	"chat_id" text COLLATE "C" NOT NULL,
	"user_id" text COLLATE "C" NOT NULL,
	"leave" "bytea" NOT NULL,
	"at" bigint NOT NULL,
	CONSTRAINT "chat_leaves_chat_id_user_id_pk" PRIMARY KEY("chat_id","user_id")
);
--> statement-breakpoint
CREATE TABLE "chat_memberships" (
	"chat_id" text COLLATE "C" NOT NULL,
	"user_id" text COLLATE "C" NOT NULL,
	"from_seq" bigint NOT NULL,
	"from_epoch" bigint NOT NULL,
	"to_seq" bigint,
	"to_epoch" bigint,
	CONSTRAINT "chat_memberships_chat_id_user_id_from_epoch_pk" PRIMARY KEY("chat_id","user_id","from_epoch")
);
--> statement-breakpoint
CREATE TABLE "blocks" (
	"user_id" text COLLATE "C" NOT NULL,
	"blocked_id" text COLLATE "C" NOT NULL,
	"at" bigint NOT NULL,
	CONSTRAINT "blocks_user_id_blocked_id_pk" PRIMARY KEY("user_id","blocked_id")
);
--> statement-breakpoint
CREATE TABLE "contacts" (
	"user_id" text COLLATE "C" NOT NULL,
	"contact_id" text COLLATE "C" NOT NULL,
	"at" bigint NOT NULL,
	CONSTRAINT "contacts_user_id_contact_id_pk" PRIMARY KEY("user_id","contact_id")
);
--> statement-breakpoint
CREATE TABLE "message_reactions" (
	"chat_id" text COLLATE "C" NOT NULL,
	"target" text COLLATE "C" NOT NULL,
	"user_id" text COLLATE "C" NOT NULL,
	"slot" smallint NOT NULL,
	"seq" bigint NOT NULL,
	CONSTRAINT "message_reactions_chat_id_target_user_id_slot_pk" PRIMARY KEY("chat_id","target","user_id","slot")
);
--> statement-breakpoint
CREATE TABLE "scheduled_messages" (
	"chat_id" text COLLATE "C" NOT NULL,
	"sender" text COLLATE "C" NOT NULL,
	"msg_id" text COLLATE "C" NOT NULL,
	"send_at" bigint NOT NULL,
	"envelope" "bytea" NOT NULL,
	"held" boolean DEFAULT false NOT NULL,
	CONSTRAINT "scheduled_messages_chat_id_sender_msg_id_pk" PRIMARY KEY("chat_id","sender","msg_id")
);
--> statement-breakpoint
CREATE TABLE "vault_entries" (
	"user_id" text COLLATE "C" NOT NULL,
	"key" text COLLATE "C" NOT NULL,
	"version" bigint NOT NULL,
	"rev" bigint NOT NULL,
	"sealed" "bytea" NOT NULL,
	CONSTRAINT "vault_entries_user_id_key_pk" PRIMARY KEY("user_id","key")
);
--> statement-breakpoint
ALTER TABLE "chat_participants" ADD COLUMN "mention_seq" bigint DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "chat_participants" ADD COLUMN "request" boolean DEFAULT false NOT NULL;--> statement-breakpoint
ALTER TABLE "chat_participants" ADD COLUMN "muted_until" bigint DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "chats" ADD COLUMN "write_who" smallint DEFAULT 1 NOT NULL;--> statement-breakpoint
ALTER TABLE "chats" ADD COLUMN "pin_who" smallint DEFAULT 1 NOT NULL;--> statement-breakpoint
ALTER TABLE "chats" ADD COLUMN "timer" integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "chats" ADD COLUMN "meta_seq" bigint DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "chats" ADD COLUMN "all_seq" bigint DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "messages" ADD COLUMN "header_size" smallint DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "messages" ADD COLUMN "expires_at" bigint;--> statement-breakpoint
ALTER TABLE "users" ADD COLUMN "last_seen_to" text DEFAULT 'everyone' NOT NULL;--> statement-breakpoint
ALTER TABLE "users" ADD COLUMN "read_receipts" boolean DEFAULT true NOT NULL;--> statement-breakpoint
ALTER TABLE "users" ADD COLUMN "typing" boolean DEFAULT true NOT NULL;--> statement-breakpoint
ALTER TABLE "users" ADD COLUMN "groups_from" text DEFAULT 'everyone' NOT NULL;--> statement-breakpoint
CREATE INDEX "blocks_blocked" ON "blocks" USING btree ("blocked_id","user_id");--> statement-breakpoint
CREATE INDEX "scheduled_messages_due" ON "scheduled_messages" USING btree ("send_at");--> statement-breakpoint
CREATE INDEX "scheduled_messages_sender" ON "scheduled_messages" USING btree ("sender");--> statement-breakpoint
CREATE INDEX "vault_entries_rev" ON "vault_entries" USING btree ("user_id","rev");--> statement-breakpoint
CREATE INDEX "messages_target" ON "messages" USING btree ("chat_id","target","seq") WHERE "messages"."target" IS NOT NULL;--> statement-breakpoint
CREATE INDEX "messages_expires" ON "messages" USING btree ("expires_at") WHERE "messages"."expires_at" IS NOT NULL;--> statement-breakpoint
INSERT INTO "chat_memberships" ("chat_id", "user_id", "from_seq", "from_epoch", "to_seq")
SELECT "chat_id", "user_id", "joined_seq", 0, "left_seq" FROM "chat_participants";
