CREATE TABLE "first_met" (
	"user_id" text COLLATE "C" NOT NULL,
	"chat_id" text COLLATE "C" NOT NULL,
	"other_id" text COLLATE "C" NOT NULL,
	"what" text NOT NULL,
	"at" bigint NOT NULL,
	CONSTRAINT "first_met_user_id_chat_id_other_id_pk" PRIMARY KEY("user_id","chat_id","other_id")
);
--> statement-breakpoint
ALTER TABLE "place" ADD COLUMN "newcomer_days" integer;--> statement-breakpoint
ALTER TABLE "users" ADD COLUMN "vouched" boolean DEFAULT false NOT NULL;--> statement-breakpoint
CREATE INDEX "first_met_at" ON "first_met" USING btree ("at");