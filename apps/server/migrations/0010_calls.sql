CREATE TABLE "call_participants" (
	"user_id" text COLLATE "C" NOT NULL,
	"call_id" text COLLATE "C" NOT NULL,
	"chat_id" text COLLATE "C" NOT NULL,
	"at" bigint NOT NULL,
	"outcome" text NOT NULL,
	"came_at" bigint,
	"duration" bigint NOT NULL,
	"seen" boolean NOT NULL,
	CONSTRAINT "call_participants_user_id_call_id_pk" PRIMARY KEY("user_id","call_id")
);
--> statement-breakpoint
CREATE TABLE "calls" (
	"id" text COLLATE "C" PRIMARY KEY NOT NULL,
	"chat_id" text COLLATE "C" NOT NULL,
	"started_by" text COLLATE "C" NOT NULL,
	"video" boolean NOT NULL,
	"at" bigint NOT NULL,
	"after_seq" bigint NOT NULL,
	"ended_at" bigint,
	"deadline" bigint,
	"live" jsonb NOT NULL
);
--> statement-breakpoint
CREATE INDEX "call_participants_at" ON "call_participants" USING btree ("user_id","at");--> statement-breakpoint
CREATE INDEX "call_participants_unseen" ON "call_participants" USING btree ("user_id","at") WHERE NOT "call_participants"."seen";--> statement-breakpoint
CREATE INDEX "call_participants_call" ON "call_participants" USING btree ("call_id");--> statement-breakpoint
CREATE INDEX "call_participants_chat" ON "call_participants" USING btree ("chat_id","user_id");--> statement-breakpoint
CREATE UNIQUE INDEX "calls_live" ON "calls" USING btree ("chat_id") WHERE "calls"."ended_at" IS NULL;--> statement-breakpoint
CREATE INDEX "calls_deadline" ON "calls" USING btree ("deadline") WHERE "calls"."ended_at" IS NULL;--> statement-breakpoint
CREATE INDEX "calls_chat" ON "calls" USING btree ("chat_id");