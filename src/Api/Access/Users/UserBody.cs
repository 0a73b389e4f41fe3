using System.Text.Json;
using CallCenter.Api.Http;

namespace CallCenter.Api.Access.Users;

/// <summary>A user as its row holds it: all but its key, its revision and its password.</summary>
internal sealed record UserBody(
    string Name, UserRole Role, string? Agent, IReadOnlyList<string>? Teams, bool IsMasked, bool IsDisabled, bool MustChangePassword, DateTimeOffset Created, DateTimeOffset PasswordSince)
{
    public static string Of(User user) => JsonSerializer.Serialize(
        new UserBody(user.Name, user.Role, user.Agent, user.Teams, user.IsMasked, user.IsDisabled, user.MustChangePassword, user.Created, user.PasswordSince), ApiJson.Options);

    public static User Read(string tenant, string id, long revision, string body, string password)
    {
        var read = JsonSerializer.Deserialize<UserBody>(body, ApiJson.Options)!;
        return new User(tenant, id)
        {
            Name = read.Name,
            Role = read.Role,
            Agent = read.Agent,
            Teams = read.Teams,
            IsMasked = read.IsMasked,
            IsDisabled = read.IsDisabled,
            MustChangePassword = read.MustChangePassword,
            Created = read.Created,
            PasswordSince = read.PasswordSince,
            Password = password,
            Revision = revision,
        };
    }
}
