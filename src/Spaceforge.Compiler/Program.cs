using Spaceforge.Compiler;

return args switch
{
    ["--version"] => SavedCompilation.PrintVersion(Console.Out),
    [var version, var arguments, var output] => SavedCompilation.Run(version, arguments, output, Console.Out),
    _ => SavedCompilation.PrintUsage(Console.Error),
};
