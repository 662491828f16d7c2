namespace Spaceforge.Rego;

/// <summary>The checks of a compiler without the evaluation: for analyzers.</summary>
public static class RegoChecks
{
    // Policies may be nested deep, and the stack of the caller is not known.
    const int StackSize = 256 * 1024 * 1024;

    /// <summary>What is wrong with modules that belong together; empty where they compile.</summary>
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
            StackSize);
        thread.Start();
        thread.Join();
        if (failure is not null) throw new InvalidOperationException(failure.Message, failure);
    }
}
