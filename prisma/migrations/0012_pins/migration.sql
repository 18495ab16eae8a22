-- CreateTable
CREATE TABLE "Pin" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "flowId" TEXT NOT NULL,
    "nodeId" TEXT NOT NULL,
    "pinned" TEXT NOT NULL,
    "setById" TEXT,
    "updatedAt" DATETIME NOT NULL
);

-- CreateIndex
CREATE INDEX "Pin_flowId_idx" ON "Pin"("flowId");


