using System.Buffers;
using System.Text;
using CallCenter.Telephony.Media.Rtpengine;
using CallCenter.Telephony.Tests.Parsing;

namespace CallCenter.Telephony.Tests.Media.Rtpengine;

public sealed class BencodeTests
{
    private const int Rounds = 4_000;
    private const long AllocationBase = 64 * 1024;
    private const long AllocationPerOctet = 200;

    [Theory]
    [InlineData("0:")]
    [InlineData("4:pong")]
    [InlineData("i0e")]
    [InlineData("i-42e")]
    [InlineData("i9223372036854775807e")]
    [InlineData("le")]
    [InlineData("l4:spami42ee")]
    [InlineData("de")]
    [InlineData("d6:result4:ponge")]
    [InlineData("d1:bi1e1:ai2ee")]
    public void What_is_read_is_written_alike(string text)
    {
        Assert.Equal(BencodeReading.Whole, BencodeReader.Read(Encoding.ASCII.GetBytes(text + "rest"), out var value, out var length));

        Assert.Equal(text.Length, length);
        Assert.Equal(text, Encoding.ASCII.GetString(Written(value!)));
    }

    [Theory]
    [InlineData("x")]
    [InlineData("-1:a")]
    [InlineData("01:a")]
    [InlineData("ie")]
    [InlineData("i-e")]
    [InlineData("i-0e")]
    [InlineData("i007e")]
    [InlineData("i+1e")]
    [InlineData("i9223372036854775808e")]
    [InlineData("di1ei2ee")]
    [InlineData("99999999:")]
    [InlineData("i1234567890123456789012345")]
    public void What_is_no_bencode_is_malformed(string text) =>
        Assert.Equal(BencodeReading.Malformed, BencodeReader.Read(Encoding.ASCII.GetBytes(text), out _, out _));

    [Fact]
    public void Nothing_is_nested_without_end() =>
        Assert.Equal(BencodeReading.Malformed, BencodeReader.Read(Encoding.ASCII.GetBytes(new string('l', 1_000_000)), out _, out _));

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Any_value_comes_back_whole_and_none_of_its_beginnings_does(int seed)
    {
        var random = new Random(seed);
        for (var round = 0; round < Rounds / 10; round++)
        {
            var octets = Written(Any(random, 0));

            Assert.Equal(BencodeReading.Whole, BencodeReader.Read(octets, out var read, out var length));
            Assert.Equal(octets.Length, length);
            Assert.Equal(octets, Written(read!));
            Assert.Equal(BencodeReading.Partial, BencodeReader.Read(octets.AsMemory(0, random.Next(octets.Length)), out _, out _));
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void No_damage_gets_through(int seed)
    {
        var random = new Random(seed);
        for (var round = 0; round < Rounds; round++)
        {
            var message = new NgMessage("k", new NgValue.Table([KeyValuePair.Create("a", Any(random, 1)), KeyValuePair.Create("b", Any(random, 1))])).Octets().ToArray();
            var damaged = Damage.Done(message, message, random);
            var before = GC.GetAllocatedBytesForCurrentThread();

            var reading = NgMessage.Read(damaged, out var read, out _);

            Assert.True(GC.GetAllocatedBytesForCurrentThread() - before < AllocationBase + (AllocationPerOctet * damaged.Length), $"seed {seed}, round {round}");
            if (reading == BencodeReading.Whole)
                Assert.Equal(BencodeReading.Whole, NgMessage.Read(read!.Octets(), out _, out _));
        }
    }

    private static byte[] Written(NgValue value)
    {
        var octets = new ArrayBufferWriter<byte>();
        BencodeWriter.Write(value, octets);
        return octets.WrittenSpan.ToArray();
    }

    private static NgValue Any(Random random, int depth)
    {
        switch (random.Next(depth > 4 ? 2 : 4))
        {
            case 0:
                var octets = new byte[random.Next(20)];
                random.NextBytes(octets);
                return new NgValue.Octets(octets);
            case 1:
                return random.NextInt64(long.MinValue, long.MaxValue) >> random.Next(64);
            case 2:
                return new NgValue.Sequence([.. Enumerable.Range(0, random.Next(4)).Select(_ => Any(random, depth + 1))]);
            default:
                return new NgValue.Table([.. Enumerable.Range(0, random.Next(4)).Select(n => KeyValuePair.Create($"k{n}", Any(random, depth + 1)))]);
        }
    }
}
