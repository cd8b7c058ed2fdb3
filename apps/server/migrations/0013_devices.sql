CREATE TABLE "device_boxes" (
	"user_id" text COLLATE "C" NOT NULL,
	"device_id" text COLLATE "C" NOT NULL,
	"gen" integer NOT NULL,
	"box" "bytea" NOT NULL,
	CONSTRAINT "device_boxes_user_id_device_id_pk" PRIMARY KEY("user_id","device_id")
);
--> statement-breakpoint
ALTER TABLE "auth_flows" ADD COLUMN "session_id" text COLLATE "C";--> statement-breakpoint
ALTER TABLE "sessions" ADD COLUMN "seen_at" bigint;--> statement-breakpoint
ALTER TABLE "users" ADD COLUMN "puk_gen" integer DEFAULT 1 NOT NULL;--> statement-breakpoint
ALTER TABLE "users" ADD COLUMN "puk_since" integer DEFAULT 1 NOT NULL;