import { PERIOD_SCHEMES, PERIOD_UNITS } from '@motcua/kernel';
import { z } from 'zod';

/** The answer of `GET /v1/periods` and of `motcua periods --json`. */
export const periodsAnswer = z.object({
  scheme: z.enum(PERIOD_SCHEMES),
  year: z.int(),
  periods: z.array(z.object({
    id: z.string().meta({ description: 'What the parameter period takes' }),
    unit: z.enum(PERIOD_UNITS),
    from: z.string(), to: z.string().meta({ description: 'Civil date; both dates are included' }),
    label: z.string().meta({ description: 'Tên kỳ, with its dates' }),
    previous: z.string().meta({ description: 'The period that with=previous means: of 6 months, 9 months and a year the same of the year before' }),
    followsOnPrevious: z.boolean().meta({ description: 'Whether it begins on the day after that one ends, so that its opening stock is the closing stock of that one' }),
    lastYear: z.string().meta({ description: 'The period that with=last-year means' }),
  })),
}).meta({ description: 'Months, quarters, 6 months, 9 months and the year' });
