using System.CommandLine;
using System.Globalization;
using Spaceforge.Cli.Building;
using Spaceforge.Logging;

namespace Spaceforge.Cli.Commands;

/// <summary><c>spaceforge cache</c>: shows or removes cached builds.</summary>
static class CacheCommand
{
    public static Command Create()
    {
        var clear = new Option<bool>("--clear") { Description = "Remove all cached builds" };
        var command = new Command("cache", "Show or remove cached plugin builds") { clear };
        command.SetAction(parsed => Run(parsed.GetValue(clear)));
        return command;
    }

    static int Run(bool clear)
    {
        var root = CacheFolder.Path();
        var contents = new CacheContents(root);
        var items = contents.List();
        var sum = $"{items.Count} {(items.Count == 1 ? "plugin" : "plugins")}, {Megabytes(items.Sum(item => item.Size))}";
        if (!clear)
        {
            Console.Out.WriteLine($"{root}: {sum}");
            foreach (var item in items)
            {
                Console.Out.WriteLine($"{Megabytes(item.Size),10}  last used {item.LastUse.ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture)} UTC  {LogText.OneLine(item.PluginFile)}");
            }

            return ExitCodes.Done;
        }

        try
        {
            contents.Clear();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new UsageException($"{root} cannot be removed: {e.Message}", e);
        }

        Console.Out.WriteLine($"Removed {sum}");
        return ExitCodes.Done;
    }

    static string Megabytes(long bytes) => string.Create(CultureInfo.InvariantCulture, $"{bytes / 1e6:0.0} MB");
}
