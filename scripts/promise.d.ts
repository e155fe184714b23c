/** What `finally` is given may return a promise, and it is awaited; the compiler's own library says void, and the linter would find a mistake. */
interface Promise<T> {
  finally(onfinally: () => PromiseLike<unknown>): Promise<T>;
}
