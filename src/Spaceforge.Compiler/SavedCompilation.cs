using System.Reflection;
using System.Security.Cryptography;
using Microsoft.CodeAnalysis.CSharp;

namespace Spaceforge.Compiler;

/// <summary>Compiles with the compiler arguments of the last full build.</summary>
static class SavedCompilation
{
    static string Version =>
        typeof(CSharpCompilation).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion;

    public static int PrintVersion(TextWriter output)
    {
        output.WriteLine(Version);
        return CompilerExit.Done;
    }

    public static int PrintUsage(TextWriter output)
    {
        output.WriteLine("Usage: spaceforge-compiler VERSION ARGUMENTS_FILE OUTPUT [ARGUMENTS_FILE OUTPUT]");
        return CompilerExit.Refused;
    }

    /// <param name="version">The version of the SDK's compiler, which must be this compiler's.</param>
    /// <param name="argumentsFile">The arguments, one per line.</param>
    /// <param name="output">The program's path.</param>
    /// <param name="second">
    /// Another program from the same sources. If it has errors, it is not written, and they are not printed.
    /// </param>
    /// <param name="messages">Receives diagnostics in the compiler's format.</param>
    public static int Run(
        string version, string argumentsFile, string output, (string ArgumentsFile, string Output)? second, TextWriter messages)
    {
        try
        {
            if (version != Version) throw new RefusedException($"this is compiler {Version}");

            // Loads OpenSSL, which takes milliseconds, while files are parsed.
            _ = Task.Run(() => SHA256.HashData(ReadOnlySpan<byte>.Empty));
            var sources = new CompilationSources();
            var first = new ProgramCompilation(argumentsFile, sources);
            if (!first.Check(messages)) return CompilerExit.Errors;

            // It shares the references that the first one has read.
            var other = second is var (otherArguments, otherOutput)
                ? Task.Run(() => Emit(otherArguments, sources, otherOutput)) : Task.CompletedTask;
            var result = first.Emit(output, messages) ? CompilerExit.Done : CompilerExit.Errors;
            other.Wait();
            return result;
        }
        catch (Exception e)
        {
            // For any error, the SDK's compiler does the work or reports the cause.
            messages.WriteLine($"refused: {e.Message}");
            return CompilerExit.Refused;
        }
    }

    static void Emit(string argumentsFile, CompilationSources sources, string output)
    {
        try
        {
            var program = new ProgramCompilation(argumentsFile, sources);
            if (program.Check(TextWriter.Null)) program.Emit(output, TextWriter.Null);
        }
        catch (Exception)
        {
            // The tool finds no program, and compiles it again, alone.
        }
    }
}
