namespace Spaceforge.Cli.Terminal;

/// <summary>Where the tool writes.</summary>
static class Streams
{
    /// <summary>Standard error, behind <see cref="Console.Error"/>.</summary>
    public static ShownWriter Error { get; } = new(Opened(Console.OpenStandardError));

    /// <summary>Puts them in place of the console's.</summary>
    public static void Use() => Console.SetError(Error);

    static StreamWriter Opened(Func<Stream> open)
    {
        Stream stream;
        try
        {
            stream = open();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            stream = Stream.Null;
        }

        return new StreamWriter(stream, bufferSize: 1_024) { AutoFlush = true, NewLine = "\n" };
    }
}
