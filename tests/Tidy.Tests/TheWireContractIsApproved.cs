using System.Reflection;
using System.Text;
using System.Text.Json.Serialization;
using CallCenter.Actors;

namespace CallCenter.Tidy.Tests;

/// <summary>
/// Every tag with the fields that are written, then every record and enumeration in them. A change here is a change of what old journals and
/// other versions must read: fields and values may be added, never renamed, renumbered or removed. To approve: run the test and copy the file it names over the approved one.
/// </summary>
public sealed class TheWireContractIsApproved
{
    private const string Approved = "tests/Tidy.Tests/Approved/contracts.txt";

    [Fact]
    public void Tags_and_fields_are_as_approved()
    {
        var received = Dump();
        var receivedFile = Path.Combine(AppContext.BaseDirectory, "contracts.received.txt");
        File.WriteAllText(receivedFile, received);

        Assert.True(House.Read(Approved) == received, $"the wire contract changed: compare {receivedFile} with {Approved}");
    }

    private static string Dump()
    {
        var text = new StringBuilder();
        foreach (var (tag, type) in Contracts.Types.OrderBy(pair => pair.Key, StringComparer.Ordinal))
        {
            text.Append(tag).Append("  ").AppendJoin(' ', Fields(type)).Append('\n');
        }

        text.Append('\n');
        foreach (var type in Parts().OrderBy(type => type.Name, StringComparer.Ordinal))
        {
            text.Append(type.Name).Append("  ").AppendJoin(' ', type.IsEnum ? Values(type) : Fields(type)).Append('\n');
        }

        return text.ToString();
    }

    /// <summary>Our records and enumerations inside the messages. What has a converter of its own is written as one value or a list.</summary>
    private static HashSet<Type> Parts()
    {
        var parts = new HashSet<Type>();
        var open = new Queue<Type>(Contracts.Types.Values.SelectMany(Properties).Select(field => field.PropertyType));
        while (open.TryDequeue(out var type))
        {
            if (Nullable.GetUnderlyingType(type) is { } inner)
            {
                open.Enqueue(inner);
            }
            else if (type.IsGenericType)
            {
                Array.ForEach(type.GetGenericArguments(), open.Enqueue);
            }
            else if (type.Assembly == typeof(Contracts).Assembly && type.GetCustomAttribute<JsonConverterAttribute>() is null && parts.Add(type) && !type.IsEnum)
            {
                Array.ForEach(Properties(type), field => open.Enqueue(field.PropertyType));
            }
        }

        return parts;
    }

    private static PropertyInfo[] Properties(Type type) =>
        [.. type.GetProperties(BindingFlags.Public | BindingFlags.Instance).Where(field => field.GetCustomAttribute<JsonIgnoreAttribute>() is null or { Condition: not JsonIgnoreCondition.Always })];

    private static IEnumerable<string> Fields(Type type) =>
        Properties(type).Select(field => $"{Camel(field.Name)}:{Name(field.PropertyType)}").Order(StringComparer.Ordinal);

    private static IEnumerable<string> Values(Type type) => Enum.GetNames(type).Zip(Enum.GetValuesAsUnderlyingType(type).Cast<object>(), (name, value) => $"{name}={value}");

    private static string Camel(string name) => char.ToLowerInvariant(name[0]) + name[1..];

    private static string Name(Type type) => Nullable.GetUnderlyingType(type) is { } inner
        ? $"{Name(inner)}?"
        : type.IsGenericType ? $"{type.Name.Split('`')[0]}<{string.Join(',', type.GetGenericArguments().Select(Name))}>" : type.Name;
}
