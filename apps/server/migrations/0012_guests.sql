ALTER TABLE "calls" ADD COLUMN "link_id" text COLLATE "C";--> statement-breakpoint
CREATE UNIQUE INDEX "calls_link" ON "calls" USING btree ("link_id") WHERE "calls"."link_id" IS NOT NULL;