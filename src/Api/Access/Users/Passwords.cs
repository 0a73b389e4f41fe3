using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace CallCenter.Api.Access.Users;

/// <summary>
/// Passwords and their hashes: PBKDF2 with HMAC-SHA-256 (RFC 8018), 600,000 rounds and a salt of its own (OWASP Password Storage Cheat Sheet, 2023).
/// What is kept names its rounds, so that they can grow. Rules for new ones by NIST SP 800-63B: length, and none that everybody tries first.
/// </summary>
internal static class Passwords
{
    public const int LengthMin = 10;
    public const int LengthMax = 128;

    private const int Rounds = 600_000;
    private const int SaltBytes = 16;
    private const int HashBytes = 32;
    private const int DistinctMin = 5;
    private const string Form = "pbkdf2-sha256";

    /// <summary>Letters and digits that nobody takes for each other.</summary>
    private const string Alphabet = "abcdefghjkmnpqrstuvwxyz23456789";

    /// <summary>What remains of lists of leaked passwords above the shortest length, in small letters.</summary>
    private static readonly HashSet<string> TriedFirst = new(StringComparer.Ordinal)
    {
        "1234567890", "0123456789", "9876543210", "0987654321", "12345678910", "123456789a", "a123456789", "1q2w3e4r5t", "1qaz2wsx3edc", "qwertyuiop", "qwerty12345", "qwerty123456",
        "password12", "password123", "password1234", "passw0rd123", "p@ssw0rd123", "administrator", "admin12345", "admin123456", "iloveyou123", "letmein1234", "welcome1234",
        "changeme123", "callcenter", "callcenter1", "callcenter123", "woaini1314", "woaini520520", "5201314520",
    };

    /// <summary>A hash that no password has: checked for users who are not there, so that the answer takes as long.</summary>
    public static string OfNobody { get; } = Encoded(RandomNumberGenerator.GetBytes(SaltBytes), RandomNumberGenerator.GetBytes(HashBytes), Rounds);

    public static string Hash(string password)
    {
        var salt = RandomNumberGenerator.GetBytes(SaltBytes);
        return Encoded(salt, Derived(password, salt, Rounds), Rounds);
    }

    /// <summary>Takes the same time however much of it is right.</summary>
    public static bool IsOf(string password, string hash) =>
        hash.Split('$') is [Form, var rounds, var salt, var kept] && password.Length <= LengthMax
        && CryptographicOperations.FixedTimeEquals(Derived(password, Convert.FromBase64String(salt), int.Parse(rounds, CultureInfo.InvariantCulture)), Convert.FromBase64String(kept));

    /// <summary>Twenty characters for a first sign-in: 98 bits.</summary>
    public static string Made() => RandomNumberGenerator.GetString(Alphabet, 20);

    /// <summary>What is wrong with it as a new password; null: nothing.</summary>
    public static string? Fault(string password, string user) =>
        password.Length is < LengthMin or > LengthMax ? $"A password has {LengthMin} to {LengthMax} characters."
        : password.Distinct().Count() < DistinctMin ? $"It has fewer than {DistinctMin} different characters."
        : TriedFirst.Contains(password.ToLowerInvariant()) ? "It is one of those that are tried first."
        : user.Length >= 4 && password.Contains(user, StringComparison.OrdinalIgnoreCase) && password.Length < user.Length + LengthMin ? "It is little more than the user's name."
        : null;

    private static byte[] Derived(string password, byte[] salt, int rounds) => Rfc2898DeriveBytes.Pbkdf2(Encoding.UTF8.GetBytes(password), salt, rounds, HashAlgorithmName.SHA256, HashBytes);

    private static string Encoded(byte[] salt, byte[] hash, int rounds) =>
        string.Create(CultureInfo.InvariantCulture, $"{Form}${rounds}${Convert.ToBase64String(salt)}${Convert.ToBase64String(hash)}");
}
