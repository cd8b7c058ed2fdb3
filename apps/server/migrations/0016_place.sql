CREATE TABLE "place" (
	"one" boolean PRIMARY KEY DEFAULT true NOT NULL,
	"name" text DEFAULT '' NOT NULL,
	"sign_up" text,
	"domains" text DEFAULT '' NOT NULL,
	CONSTRAINT "place_one" CHECK ("place"."one")
);
--> statement-breakpoint
CREATE TABLE "place_invites" (
	"id" text COLLATE "C" PRIMARY KEY NOT NULL,
	"token_hash" "bytea" NOT NULL,
	"note" text NOT NULL,
	"made_by" text COLLATE "C" NOT NULL,
	"made_at" bigint NOT NULL,
	"expires_at" bigint NOT NULL,
	"max_uses" integer NOT NULL,
	"uses" integer DEFAULT 0 NOT NULL,
	"revoked_at" bigint
);
--> statement-breakpoint
ALTER TABLE "auth_flows" ADD COLUMN "invite" text COLLATE "C";--> statement-breakpoint
CREATE UNIQUE INDEX "place_invites_token" ON "place_invites" USING btree ("token_hash");