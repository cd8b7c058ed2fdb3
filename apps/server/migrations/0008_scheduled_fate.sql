ALTER TABLE "scheduled_messages" ADD COLUMN "failed" text;--> statement-breakpoint
ALTER TABLE "scheduled_messages" ADD COLUMN "tries" smallint DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "scheduled_messages" ADD COLUMN "try_at" bigint;