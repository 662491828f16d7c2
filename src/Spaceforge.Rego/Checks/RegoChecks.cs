namespace Spaceforge.Rego;

/// <summary>The compiler's checks without evaluation, for analyzers.</summary>
public static class RegoChecks
{
    // Policies may be deeply nested, and the caller's stack size is unknown.
    const int StackSize = 256 * 1024 * 1024;

    /// <summary>Returns the errors in a set of modules; empty if they compile.</summary>
    public static IReadOnlyList<RegoError> Check(IEnumerable<RegoModule> modules)
    {
        var compilation = new Compilation([.. modules]);
        Run(compilation);
        return compilation.Errors;
    }

    internal static void Run(Compilation compilation)
    {
        Exception? failure = null;
        var thread = new Thread(
            () =>
            {
                try
                {
                    compilation.Run();
                }
                catch (InsufficientExecutionStackException)
                {
                    compilation.Error("rego_compile_error", "the policy is nested too deep", default);
                }
                catch (Exception e)
                {
                    failure = e;
                }
            },
            StackSize)
        {
            // A policy that never ends must not keep a process alive that has given up on it.
            IsBackground = true,
        };
        thread.Start();
        thread.Join();
        if (failure is not null) throw new InvalidOperationException(failure.Message, failure);
    }
}
