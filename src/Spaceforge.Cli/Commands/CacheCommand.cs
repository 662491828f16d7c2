using System.CommandLine;
using System.Globalization;
using Spaceforge.Cli.Building;
using Spaceforge.Logging;

namespace Spaceforge.Cli.Commands;

/// <summary><c>spaceforge cache</c>: shows or removes cached builds and images.</summary>
static class CacheCommand
{
    public static Command Create()
    {
        var clear = new Option<bool>("--clear") { Description = "Remove all cached builds and images" };
        var command = new Command("cache", "Show or remove cached plugin builds and images") { clear };
        command.SetAction(parsed => Run(parsed.GetValue(clear)));
        return command;
    }

    static int Run(bool clear)
    {
        var root = CacheFolder.Path();
        var contents = new CacheContents(root);
        var items = contents.List();
        var images = contents.ListImages();
        var sum = $"{items.Count} {(items.Count == 1 ? "plugin" : "plugins")}, {Megabytes(items.Sum(item => item.Size))}"
            + (images.Count == 0 ? ""
                : $"; {images.Count} {(images.Count == 1 ? "image" : "images")}, {Megabytes(images.Sum(image => image.Size))}");
        if (!clear)
        {
            Console.Out.WriteLine($"{root}: {sum}");
            foreach (var item in items) Write(item.Size, item.LastUse, item.PluginFile);
            foreach (var image in images)
            {
                Write(image.Size, image.LastUse, $"image {image.Digest}{(image.Source is { } source ? $" of {source}" : "")}");
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

    static void Write(long size, DateTime lastUse, string what)
    {
        var time = lastUse.ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture);
        Console.Out.WriteLine($"{Megabytes(size),10}  last used {time} UTC  {LogText.OneLine(what)}");
    }

    static string Megabytes(long bytes) => string.Create(CultureInfo.InvariantCulture, $"{bytes / 1e6:0.0} MB");
}
