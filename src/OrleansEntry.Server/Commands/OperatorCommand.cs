using System.Globalization;
using OrleansEntry.Core.Keys;
using OrleansEntry.Core.Operators;

namespace OrleansEntry.Server.Commands;

/// <summary>Makes the invitation of a deployment's first operator. It asks no server and stores nothing: whoever can read the deployment's
/// secret makes one, and nobody else; the server takes it once.</summary>
internal static class OperatorCommand
{
    /// <summary>Makes it: <c>operator invite NAME [ROLE...]</c>.</summary>
    /// <param name="keys">The deployment's keys.</param>
    /// <param name="entrance">Where the service is.</param>
    /// <param name="name">What the operator will be called.</param>
    /// <param name="roles">Their roles; none stands for <see cref="OperatorRole.Admin"/>.</param>
    /// <param name="now">When.</param>
    /// <param name="output">Hears the invitation, this once.</param>
    /// <param name="errors">Hears what is wrong.</param>
    /// <returns>0, or 2 when name or roles are none.</returns>
    public static int Invite(
        DeploymentKeys keys, string entrance, string name, IReadOnlyList<string> roles, DateTimeOffset now, TextWriter output,
        TextWriter errors)
    {
        if (!OperatorInvitation.TryMake(name, roles.Count == 0 ? [OperatorRole.Admin] : roles, now, out var invitation))
        {
            errors.WriteLine("An operator is named with 2 to 40 of a-z, 0-9, '.' and '-', and has roles of "
                + $"{string.Join(", ", OperatorRole.All.Order(StringComparer.Ordinal))}.");
            return 2;
        }

        output.WriteLine($"Open this in the browser that holds {name}'s security key, and give it to nobody else:");
        output.WriteLine($"  {entrance}/operators/join#{invitation.Reveal(keys)}");
        output.WriteLine("It works once, until "
            + invitation.ExpiresAt.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss 'UTC'", CultureInfo.InvariantCulture) + ".");
        return 0;
    }
}
