-- CreateTable
CREATE TABLE "LocalWrite" (
    "effectKey" TEXT NOT NULL PRIMARY KEY,
    "result" TEXT NOT NULL,
    "at" DATETIME NOT NULL DEFAULT CURRENT_TIMESTAMP
);

-- CreateTable
CREATE TABLE "Counter" (
    "name" TEXT NOT NULL PRIMARY KEY,
    "value" REAL NOT NULL,
    "label" TEXT NOT NULL,
    "updatedAt" DATETIME NOT NULL
);

-- CreateTable
CREATE TABLE "Seen" (
    "list" TEXT NOT NULL,
    "key" TEXT NOT NULL,
    "at" DATETIME NOT NULL,
    "effect" TEXT NOT NULL,

    PRIMARY KEY ("list", "key")
);

-- CreateTable
CREATE TABLE "Variable" (
    "name" TEXT NOT NULL PRIMARY KEY,
    "value" TEXT NOT NULL,
    "labels" TEXT NOT NULL,
    "updatedAt" DATETIME NOT NULL
);

-- CreateIndex
CREATE INDEX "LocalWrite_at_idx" ON "LocalWrite"("at");

-- CreateIndex
CREATE INDEX "Seen_list_at_idx" ON "Seen"("list", "at");


