-- What may run is signed: a row that was changed behind Hearth's back runs no more.
ALTER TABLE "Plan" ADD COLUMN "signature" TEXT;
ALTER TABLE "FlowVersion" ADD COLUMN "signature" TEXT;
ALTER TABLE "Policy" ADD COLUMN "signature" TEXT;
