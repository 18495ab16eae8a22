-- AlterTable
ALTER TABLE "ModelCall" ADD COLUMN "effectKey" TEXT;

-- CreateIndex
CREATE INDEX "ModelCall_effectKey_idx" ON "ModelCall"("effectKey");
