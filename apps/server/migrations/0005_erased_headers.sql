DROP INDEX "messages_target";--> statement-breakpoint
DROP INDEX "messages_once";--> statement-breakpoint
DROP INDEX "scheduled_messages_due";--> statement-breakpoint
ALTER TABLE "messages" ADD COLUMN "header" "bytea";--> statement-breakpoint
CREATE INDEX "message_reactions_pins" ON "message_reactions" USING btree ("chat_id","seq") WHERE "message_reactions"."slot" = 19;--> statement-breakpoint
CREATE INDEX "messages_expiring" ON "messages" USING btree ("chat_id","epoch") WHERE "messages"."expires_at" IS NOT NULL;--> statement-breakpoint
CREATE UNIQUE INDEX "messages_id" ON "messages" USING btree ("chat_id","msg_id","sender");--> statement-breakpoint
CREATE INDEX "scheduled_messages_due" ON "scheduled_messages" USING btree ("send_at") WHERE NOT "scheduled_messages"."held";--> statement-breakpoint
CREATE INDEX "messages_target" ON "messages" USING btree ("chat_id","target","seq") WHERE "messages"."target" IS NOT NULL AND "messages"."envelope" IS NOT NULL;
