using System.Reflection;
using System.Text;
using CallCenter.Actors;

namespace CallCenter.Tidy.Tests;

/// <summary>
/// Every tag with the fields that are written. A change here is a change of what old journals and other versions must read: fields may be
/// added, never renamed or removed. To approve: run the test and copy the file it names over the approved one.
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
            var fields = type.GetProperties(BindingFlags.Public | BindingFlags.Instance).Where(field => field.Name != "EqualityContract")
                .Select(field => $"{Camel(field.Name)}:{Name(field.PropertyType)}").Order(StringComparer.Ordinal);
            text.Append(tag).Append("  ").AppendJoin(' ', fields).Append('\n');
        }

        return text.ToString();
    }

    private static string Camel(string name) => char.ToLowerInvariant(name[0]) + name[1..];

    private static string Name(Type type) => Nullable.GetUnderlyingType(type) is { } inner
        ? $"{Name(inner)}?"
        : type.IsGenericType ? $"{type.Name.Split('`')[0]}<{string.Join(',', type.GetGenericArguments().Select(Name))}>" : type.Name;
}
