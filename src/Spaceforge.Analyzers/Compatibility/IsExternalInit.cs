// Types that the compiler needs and netstandard2.0 lacks. A package that generates them produced different bytes in every build.
namespace System.Runtime.CompilerServices;

static class IsExternalInit;
