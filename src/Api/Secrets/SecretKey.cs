using System.Security.Cryptography;
using System.Text;

namespace CallCenter.Api.Secrets;

/// <summary>
/// The key that the secret store is sealed with: 32 random bytes in a file that only its owner may read, made at the first start.
/// Without it the store is unreadable, so it is never made anew beside an existing one.
/// </summary>
public sealed class SecretKey
{
    private const int KeyBytes = 32;
    private const int NonceBytes = 12;
    private const int TagBytes = 16;

    private readonly byte[] key;

    private SecretKey(byte[] key) => this.key = key;

    /// <exception cref="InvalidDataException">The file is not a key, or is missing beside an existing store.</exception>
    public static SecretKey LoadOrMake(string file, bool storeExists)
    {
        if (!File.Exists(file))
        {
            if (storeExists)
            {
                throw new InvalidDataException($"{file} is missing: without it the secrets beside it cannot be read. Put it back, or remove secrets.db and give all phones their passwords again.");
            }

            Make(file);
        }

        var key = File.ReadAllBytes(file);
        return key.Length == KeyBytes ? new SecretKey(key) : throw new InvalidDataException($"{file} is not a key: {key.Length} bytes instead of {KeyBytes}.");
    }

    /// <summary>AES-256-GCM: nonce, tag, text. <paramref name="name"/> is bound to it, so that a row cannot be passed off as another.</summary>
    public byte[] Seal(string name, ReadOnlySpan<byte> text)
    {
        var envelope = new Envelope(new byte[NonceBytes + TagBytes + text.Length]);
        RandomNumberGenerator.Fill(envelope.Nonce);
        using var aes = new AesGcm(key, TagBytes);
        aes.Encrypt(envelope.Nonce, text, envelope.Cipher, envelope.Tag, Encoding.UTF8.GetBytes(name));
        return envelope.Bytes;
    }

    /// <exception cref="CryptographicException">Not sealed by this key under this name.</exception>
    public byte[] Open(string name, byte[] sealedText)
    {
        if (sealedText.Length < NonceBytes + TagBytes)
        {
            throw new CryptographicException($"{name}: too short to be sealed");
        }

        var envelope = new Envelope(sealedText);
        var text = new byte[envelope.Cipher.Length];
        using var aes = new AesGcm(key, TagBytes);
        aes.Decrypt(envelope.Nonce, envelope.Cipher, envelope.Tag, text, Encoding.UTF8.GetBytes(name));
        return text;
    }

    /// <summary>Recognises content again without telling anything of it.</summary>
    public byte[] Fingerprint(ReadOnlySpan<byte> content) => HMACSHA256.HashData(key, content);

    /// <summary>Written whole under another name first: a crash leaves a key or none.</summary>
    private static void Make(string file)
    {
        var draft = file + ".new";
        File.Delete(draft);
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        using (var stream = new FileStream(draft, options))
        {
            stream.Write(RandomNumberGenerator.GetBytes(KeyBytes));
            stream.Flush(flushToDisk: true);
        }

        File.Move(draft, file);
    }

    private readonly record struct Envelope(byte[] Bytes)
    {
        public Span<byte> Nonce => Bytes.AsSpan(0, NonceBytes);

        public Span<byte> Tag => Bytes.AsSpan(NonceBytes, TagBytes);

        public Span<byte> Cipher => Bytes.AsSpan(NonceBytes + TagBytes);
    }
}
