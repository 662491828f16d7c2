using Spaceforge.Compiler;

return args switch
{
    ["--version"] => SavedCompilation.PrintVersion(Console.Out),
    [var version, var arguments, var output] => SavedCompilation.Run(version, arguments, output, second: null, Console.Out),
    [var version, var arguments, var output, var otherArguments, var otherOutput] =>
        SavedCompilation.Run(version, arguments, output, (otherArguments, otherOutput), Console.Out),
    _ => SavedCompilation.PrintUsage(Console.Error),
};
