/** What a model service says no to. None is tried again as it is; an error branch can tell them apart by their names. */
import { Refused } from '#lib/errors.ts';

/** The key of the connection is wrong, or may not do this. */
export class BadKey extends Refused {
  override name = 'BadKey';
}

/** The account has no credit left. */
export class NoCredit extends Refused {
  override name = 'NoCredit';
}

/** The service has no such model. */
export class UnknownModel extends Refused {
  override name = 'UnknownModel';
}

/** The question is longer than the model can read. */
export class TooLong extends Refused {
  override name = 'TooLong';
}

/** The model takes no pictures, or not these. */
export class NoPictures extends Refused {
  override name = 'NoPictures';
}

/** The model itself does not want to answer. */
export class ModelRefused extends Refused {
  override name = 'ModelRefused';
}
