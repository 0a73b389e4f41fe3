using System.Text.Json;
using System.Text.Json.Serialization;

namespace CallCenter.Actors.Collections;

/// <summary>A JSON object, keys in order. Works with source generation as long as the types of key and value are in the context.</summary>
public sealed class OrderedMapConverter : JsonConverterFactory
{
    public override bool CanConvert(Type typeToConvert) =>
        typeToConvert.IsGenericType && typeToConvert.GetGenericTypeDefinition() == typeof(OrderedMap<,>);

    public override JsonConverter CreateConverter(Type typeToConvert, JsonSerializerOptions options) =>
        (JsonConverter)Activator.CreateInstance(typeof(Typed<,>).MakeGenericType(typeToConvert.GetGenericArguments()))!;

    private sealed class Typed<TKey, TValue> : JsonConverter<OrderedMap<TKey, TValue>>
        where TKey : struct, IOrdered<TKey>
    {
        public override OrderedMap<TKey, TValue> Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
        {
            if (reader.TokenType != JsonTokenType.StartObject)
            {
                throw new JsonException("not an object");
            }

            var (keyForm, valueForm) = ((JsonConverter<TKey>)options.GetConverter(typeof(TKey)), (JsonConverter<TValue>)options.GetConverter(typeof(TValue)));
            var (keys, values) = (new List<TKey>(), new List<TValue>());
            while (reader.Read() && reader.TokenType != JsonTokenType.EndObject)
            {
                keys.Add(keyForm.ReadAsPropertyName(ref reader, typeof(TKey), options));
                reader.Read();
                values.Add(valueForm.Read(ref reader, typeof(TValue), options)!);
            }

            return new OrderedMap<TKey, TValue>(OrderedJson.Built<TKey, TValue>([.. keys], [.. values]));
        }

        public override void Write(Utf8JsonWriter writer, OrderedMap<TKey, TValue> value, JsonSerializerOptions options)
        {
            var (keyForm, valueForm) = ((JsonConverter<TKey>)options.GetConverter(typeof(TKey)), (JsonConverter<TValue>)options.GetConverter(typeof(TValue)));
            writer.WriteStartObject();
            foreach (var (key, item) in value)
            {
                keyForm.WriteAsPropertyName(writer, key, options);
                valueForm.Write(writer, item, options);
            }

            writer.WriteEndObject();
        }
    }
}

/// <summary>A JSON array, items in order. Works with source generation as long as the item's type is in the context.</summary>
public sealed class OrderedSetConverter : JsonConverterFactory
{
    public override bool CanConvert(Type typeToConvert) =>
        typeToConvert.IsGenericType && typeToConvert.GetGenericTypeDefinition() == typeof(OrderedSet<>);

    public override JsonConverter CreateConverter(Type typeToConvert, JsonSerializerOptions options) =>
        (JsonConverter)Activator.CreateInstance(typeof(Typed<>).MakeGenericType(typeToConvert.GetGenericArguments()))!;

    private sealed class Typed<T> : JsonConverter<OrderedSet<T>>
        where T : struct, IOrdered<T>
    {
        public override OrderedSet<T> Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
        {
            if (reader.TokenType != JsonTokenType.StartArray)
            {
                throw new JsonException("not an array");
            }

            var (form, items) = ((JsonConverter<T>)options.GetConverter(typeof(T)), new List<T>());
            while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
            {
                items.Add(form.Read(ref reader, typeof(T), options));
            }

            return new OrderedSet<T>(OrderedJson.Built<T, Nothing>([.. items], new Nothing[items.Count]));
        }

        public override void Write(Utf8JsonWriter writer, OrderedSet<T> value, JsonSerializerOptions options)
        {
            var form = (JsonConverter<T>)options.GetConverter(typeof(T));
            writer.WriteStartArray();
            foreach (var item in value)
            {
                form.Write(writer, item, options);
            }

            writer.WriteEndArray();
        }
    }
}

internal static class OrderedJson
{
    public static Node<TKey, TValue>? Built<TKey, TValue>(TKey[] keys, TValue[] values)
        where TKey : struct, IOrdered<TKey>
    {
        try
        {
            return Building.Of<TKey, TValue>(keys, values);
        }
        catch (ArgumentException twice)
        {
            throw new JsonException(twice.Message, twice);
        }
    }
}
