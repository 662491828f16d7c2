using System.Runtime.ExceptionServices;

namespace Spaceforge.Fuzzing;

/// <summary>Reads an input under the limits that every reader must keep.</summary>
static class Guarded
{
    // The stack of a pool's thread, on which hooks read files: less than that of a program's first thread.
    const int StackSize = 1_500_000;

    /// <summary>No input of this size may take longer on a busy machine.</summary>
    public static readonly TimeSpan Limit = TimeSpan.FromSeconds(20);

    /// <summary>Throws what is a finding: anything that is not documented, and a reader that does not end.</summary>
    public static void Read(FuzzTarget target, byte[] input)
    {
        ExceptionDispatchInfo? finding = null;
        var thread = new Thread(
            () =>
            {
                try
                {
                    target.Read(input);
                }
                catch (Exception e) when (target.IsDocumented(e))
                {
                }
                catch (Exception e)
                {
                    finding = ExceptionDispatchInfo.Capture(e);
                }
            },
            StackSize)
        {
            IsBackground = true,
        };
        thread.Start();
        if (!thread.Join(Limit)) throw new FindingException($"It did not end within {Limit.TotalSeconds} s.");

        finding?.Throw();
    }
}
