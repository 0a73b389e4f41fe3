using System.Reflection;

namespace CallCenter.Actors.Tests;

/// <summary>The cases of a message or a phase: C# has no closed hierarchies, so tests ask which there are.</summary>
internal static class Nested
{
    public static IEnumerable<Type> Of<T>() => typeof(T).GetNestedTypes(BindingFlags.Public).Where(typeof(T).IsAssignableFrom).OrderBy(type => type.Name, StringComparer.Ordinal);
}
