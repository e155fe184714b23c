// Two rules of the house that the linter does not have.

/** Today comes in as an argument: `new Date()` reads a clock. */
const noClock = {
  create: (context) => ({
    'NewExpression[callee.name="Date"][arguments.length=0]'(node) {
      context.report({ node, message: 'A pure package has no clock.' });
    },
  }),
};

/** A rule holds everywhere or is changed for all: no comment turns it off for a line. */
const noDirective = {
  create: (context) => ({
    Program() {
      for (const comment of context.sourceCode.getAllComments()) {
        if (/^\s*(?:eslint|oxlint)-(?:disable|enable)/.test(comment.value)) context.report({ node: comment, message: 'Mend what the rule says, or change the rule for all.' });
      }
    },
  }),
};

export default { meta: { name: 'motcua' }, rules: { 'no-clock': noClock, 'no-directive': noDirective } };
