CREATE TABLE "device_links" (
	"id" text COLLATE "C" PRIMARY KEY NOT NULL,
	"claim_hash" "bytea" NOT NULL,
	"state" text NOT NULL,
	"name" text NOT NULL,
	"kind" text NOT NULL,
	"address" text NOT NULL,
	"device_id" text COLLATE "C" NOT NULL,
	"sign_pub" "bytea" NOT NULL,
	"seal_pub" "bytea" NOT NULL,
	"user_id" text COLLATE "C",
	"chain_seq" integer,
	"box" "bytea",
	"proof" "bytea",
	"created_at" bigint NOT NULL,
	"expires_at" bigint NOT NULL
);
--> statement-breakpoint
CREATE INDEX "device_links_expires" ON "device_links" USING btree ("expires_at");--> statement-breakpoint
CREATE INDEX "device_links_user" ON "device_links" USING btree ("user_id");