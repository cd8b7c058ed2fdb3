CREATE TABLE "nickname_looks" (
	"look" text COLLATE "C" PRIMARY KEY NOT NULL,
	"user_id" text COLLATE "C" NOT NULL,
	"freed_at" bigint
);
--> statement-breakpoint
CREATE INDEX "nickname_looks_user" ON "nickname_looks" USING btree ("user_id");