-- CreateTable
CREATE TABLE "Listen" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "flowId" TEXT NOT NULL,
    "nodeId" TEXT NOT NULL,
    "type" TEXT NOT NULL,
    "config" TEXT NOT NULL,
    "key" TEXT,
    "status" TEXT NOT NULL,
    "expiresAt" DATETIME NOT NULL,
    "startedById" TEXT,
    "capturedAt" DATETIME,
    "sample" TEXT
);

-- CreateIndex
CREATE UNIQUE INDEX "Listen_key_key" ON "Listen"("key");

-- CreateIndex
CREATE INDEX "Listen_type_status_idx" ON "Listen"("type", "status");


