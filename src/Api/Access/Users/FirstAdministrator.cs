namespace CallCenter.Api.Access.Users;

/// <summary>
/// The platform's administrator: made together with the admin token, at a first start whose environment names none. Its password is to be printed and is
/// not kept.
/// </summary>
internal static class FirstAdministrator
{
    public const string Id = "admin";

    /// <summary>The password that was made; null: it was not this start that made it.</summary>
    public static string? Make(IUserRows rows, TokenStore tokens, DateTimeOffset now)
    {
        if (tokens.MadeAdminToken is null)
        {
            return null;
        }

        var password = Passwords.Made();
        var user = new User("", Id) { Name = Id, Role = UserRole.Administrator, Created = now, PasswordSince = now, Password = Passwords.Hash(password) };
        return rows.Add(user) ? password : null;
    }
}
