// Ends when the server that the test files share has stopped. Part of `npm test`.
import { sharedServerGone } from '@motcua/testkit';

await sharedServerGone(10_000);
