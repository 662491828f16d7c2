namespace Spaceforge.Tests.Architecture.Circle.One;

static class First
{
    public static int Value => Two.Second.Value;
}
