using CallCenter.Api.Access.Users;

namespace CallCenter.Api.Tests.Access;

/// <summary>Hashes of passwords, and which passwords are taken.</summary>
public sealed class PasswordTests
{
    [Fact]
    public void A_hash_is_of_its_password_only_and_never_the_same_twice()
    {
        var (one, other) = (Passwords.Hash("correct horse"), Passwords.Hash("correct horse"));

        Assert.NotEqual(one, other);
        Assert.True(Passwords.IsOf("correct horse", one));
        Assert.True(Passwords.IsOf("correct horse", other));
        Assert.False(Passwords.IsOf("correct horsE", one));
        Assert.False(Passwords.IsOf("", one));
        Assert.False(Passwords.IsOf("", Passwords.OfNobody));
    }

    /// <summary>RFC 7914 section 11 has this vector of PBKDF2-HMAC-SHA-256: the first 32 bytes.</summary>
    [Fact]
    public void The_derivation_is_that_of_the_RFC() => Assert.True(Passwords.IsOf("passwd", "pbkdf2-sha256$1$c2FsdA==$VawEblbjCJ/sFpHCJUS2BflBhSFt3gRl5oudV8INrLw="));

    [Theory]
    [InlineData("short", false)]
    [InlineData("123456789", false)]
    [InlineData("1234567890", false)]
    [InlineData("Qwertyuiop", false)]
    [InlineData("aaaaaaaaaaaa", false)]
    [InlineData("user2001pass", false)]
    [InlineData("a long sentence that user2001 knows", true)]
    [InlineData("客服中心的一句话很难猜到", true)]
    [InlineData("tR7-kx92-vv", true)]
    public void A_new_password_is_long_enough_and_not_one_that_is_tried_first(string password, bool isTaken) => Assert.Equal(isTaken, Passwords.Fault(password, "user2001") is null);

    [Fact]
    public void One_that_is_made_is_taken()
    {
        var made = Enumerable.Range(0, 50).Select(_ => Passwords.Made()).ToList();

        Assert.All(made, password => Assert.Null(Passwords.Fault(password, "admin")));
        Assert.Distinct(made);
        Assert.NotNull(Passwords.Fault(new string('x', 5) + new string('y', Passwords.LengthMax), "admin"));
    }
}
