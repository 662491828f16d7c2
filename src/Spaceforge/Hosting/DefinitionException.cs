using System.Reflection;

namespace Spaceforge.Hosting;

/// <summary>The plugin's own code threw an exception while its definition was read.</summary>
static class DefinitionException
{
    public static UsageException From(Type plugin, Exception exception, bool debug)
    {
        while (exception is TargetInvocationException or TypeInitializationException && exception.InnerException is { } inner)
        {
            exception = inner;
        }
        return new UsageException(
            $"The definition of {plugin.Name} cannot be read: {(debug ? exception.ToString() : $"{exception.GetType().Name}: {exception.Message}")}",
            exception);
    }
}
