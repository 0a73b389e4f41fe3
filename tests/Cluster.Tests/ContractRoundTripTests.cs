using System.Collections;
using System.Collections.Immutable;
using System.Globalization;
using System.Reflection;
using CallCenter.Actors;

namespace CallCenter.Cluster.Tests;

/// <summary>Every message of the product comes back from its bytes as it was: with everything set, and with everything optional left out.</summary>
public sealed class ContractRoundTripTests
{
    public static TheoryData<string> Tags => [.. Contracts.Types.Keys.Order(StringComparer.Ordinal)];

    [Theory]
    [MemberData(nameof(Tags))]
    public void A_message_comes_back_as_it_was(string tag)
    {
        foreach (var full in new[] { true, false })
        {
            var message = Sample.Of(Contracts.Types[tag], full)!;

            var body = Contracts.Write(message);
            var back = Contracts.Read(tag, body)!;

            Assert.Equal(tag, Contracts.TagOf(message));
            Assert.Equal(body, Contracts.Write(back));
            Sample.AssertSame(message, back, tag);
        }
    }

    /// <summary>A value of any type the messages are made of.</summary>
    private static class Sample
    {
        private static readonly NullabilityInfoContext Nullability = new();

        public static object? Of(Type type, bool full) => type switch
        {
            _ when Nullable.GetUnderlyingType(type) is { } inner => full ? Of(inner, full) : null,
            _ when type == typeof(string) => "text é \" \\ 中",
            _ when type == typeof(bool) => true,
            _ when type == typeof(DateTimeOffset) => new DateTimeOffset(2026, 1, 5, 8, 0, 0, 123, TimeSpan.Zero).AddTicks(4567),
            _ when type == typeof(DateOnly) => new DateOnly(2026, 10, 1),
            _ when type == typeof(TimeSpan) => TimeSpan.FromMilliseconds(1_234_567),
            _ when type == typeof(ActorId) => ActorId.Call("demo", "abc"),
            _ when type == typeof(StayId) => new StayId("abc", 2),
            _ when type == typeof(OfferId) => new OfferId(new StayId("abc", 2), 3),
            _ when type.IsEnum => Enum.GetValues(type).GetValue(Enum.GetValues(type).Length - 1),
            _ when type.IsPrimitive => Convert.ChangeType(7, type, CultureInfo.InvariantCulture),
            _ when Generic(type, typeof(EquatableArray<>)) is { } item => List(type, item, full),
            _ when Generic(type, typeof(ImmutableSortedDictionary<,>)) is not null => Map(type, full),
            _ => Record(type, full),
        };

        public static void AssertSame(object? expected, object? actual, string where)
        {
            if (expected is IDictionary map)
            {
                var other = Assert.IsType<IDictionary>(actual, exactMatch: false);
                Assert.Equal(map.Keys.Cast<object>(), other.Keys.Cast<object>());
                Assert.All(map.Keys.Cast<object>(), key => AssertSame(map[key], other[key], $"{where}[{key}]"));
            }
            else if (expected is null || expected.GetType().Namespace?.StartsWith("CallCenter", StringComparison.Ordinal) != true || expected.GetType().IsValueType)
            {
                Assert.True(Equals(expected, actual), $"{where}: {expected} came back as {actual}");
            }
            else
            {
                Assert.IsType(expected.GetType(), actual);
                foreach (var property in expected.GetType().GetProperties().Where(property => property.GetIndexParameters().Length == 0 && !property.GetMethod!.IsStatic))
                {
                    AssertSame(property.GetValue(expected), property.GetValue(actual), $"{where}.{property.Name}");
                }
            }
        }

        private static Type? Generic(Type type, Type definition) =>
            type.IsGenericType && type.GetGenericTypeDefinition() == definition ? type.GetGenericArguments()[0] : null;

        private static object List(Type type, Type item, bool full)
        {
            var items = Array.CreateInstance(item, full ? 2 : 0);
            for (var index = 0; index < items.Length; index++)
            {
                items.SetValue(Of(item, full), index);
            }

            var create = typeof(ImmutableArray).GetMethods().Single(method => method.Name == nameof(ImmutableArray.Create)
                && method.GetParameters() is [{ ParameterType.IsArray: true }]).MakeGenericMethod(item);
            return Activator.CreateInstance(type, create.Invoke(null, [items]))!;
        }

        private static object Map(Type type, bool full)
        {
            var (key, value) = (type.GetGenericArguments()[0], type.GetGenericArguments()[1]);
            var empty = type.GetField("Empty")!.GetValue(null)!;
            return full ? type.GetMethod("Add")!.Invoke(empty, [Of(key, full), Of(value, full)])! : empty;
        }

        private static object Record(Type type, bool full)
        {
            var constructor = type.GetConstructors().OrderByDescending(candidate => candidate.GetParameters().Length).First();
            var made = constructor.Invoke([.. constructor.GetParameters().Select(parameter =>
                !full && Nullability.Create(parameter).WriteState == NullabilityState.Nullable ? null : Of(parameter.ParameterType, full))]);
            foreach (var property in type.GetProperties().Where(property => property.SetMethod is not null && property.GetIndexParameters().Length == 0))
            {
                var isOptional = Nullability.Create(property).WriteState == NullabilityState.Nullable;
                if (full || !isOptional)
                {
                    property.SetValue(made, Of(property.PropertyType, full));
                }
            }

            return made;
        }
    }
}
