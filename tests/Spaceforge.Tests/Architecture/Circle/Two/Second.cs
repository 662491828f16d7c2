namespace Spaceforge.Tests.Architecture.Circle.Two;

static class Second
{
    public static int Value => One.First.Value;
}
