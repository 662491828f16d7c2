// What the compiler needs and netstandard2.0 does not have. A package that generates such types gave other bytes with every build.
namespace System.Runtime.CompilerServices;

static class IsExternalInit;
