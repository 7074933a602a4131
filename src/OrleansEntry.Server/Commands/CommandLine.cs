using System.Globalization;
using OrleansEntry.Server.Settings;

namespace OrleansEntry.Server.Commands;

/// <summary>What the command line asks for.</summary>
internal abstract record CommandLine
{
    private CommandLine() { }

    /// <summary>Serve, with these settings.</summary>
    public sealed record Serve(string[] Settings) : CommandLine;

    /// <summary>Check an exported activity log.</summary>
    public sealed record VerifyActivity(string File) : CommandLine;

    /// <summary>Ask a running server for its health.</summary>
    public sealed record AskHealth(Uri Url) : CommandLine;

    /// <summary>Make a credential for a service.</summary>
    public sealed record NewService(string Name, string[] Scopes) : CommandLine;

    /// <summary>Make a new secret for a service of these settings; the old one works on for some days.</summary>
    public sealed record RotateService(string Name, int Days, string[] Settings) : CommandLine;

    /// <summary>Take a service of these settings away.</summary>
    public sealed record RemoveService(string Name, string[] Settings) : CommandLine;

    /// <summary>List the services of these settings.</summary>
    public sealed record ListServices(string[] Settings) : CommandLine;

    /// <summary>Invite the first operator of a deployment, or another one when none can enter.</summary>
    public sealed record InviteOperator(string Name, string[] Roles, string[] Settings) : CommandLine;

    /// <summary>Say how the program is used.</summary>
    public sealed record Help : CommandLine;

    /// <summary>It asks for nothing that there is.</summary>
    /// <param name="Sentence">What is wrong, for a person.</param>
    public sealed record Refused(string Sentence) : CommandLine;

    /// <summary>How the program is used.</summary>
    public const string Usage =
        """
        OrleansEntry.Server [--Setting value]...     serves until Ctrl-C
          --urls http://localhost:5080               where it listens
          --Storage:Path data                        where it keeps its data
          --role gateway                             All, or Silo or Gateway where several processes share a storage account
          --environment Production                   Development makes its own secrets, Production takes none but yours
        OrleansEntry.Server activity verify FILE     checks an exported activity log (JSON Lines), offline
        OrleansEntry.Server health URL                asks a running server, for example http://localhost:8080/health/ready
        OrleansEntry.Server service new NAME SCOPE... makes a credential for a service, and says what to set
        OrleansEntry.Server service rotate NAME [DAYS] [--Setting value]...
                                                     makes a new secret, and says how the old one works on (7 days; 0 to 90)
        OrleansEntry.Server service remove NAME [--Setting value]...
                                                     says what to take away, so that the service may do nothing more
        OrleansEntry.Server service list [--Setting value]...
                                                     lists the services of these settings with their scopes and ends
        OrleansEntry.Server operator invite NAME [ROLE...] [--Setting value]...
                                                     makes an invitation for the first operator, on the server itself (admin without a role)
        OrleansEntry.Server --help                   says this
        """;

    /// <summary>Reads the command line.</summary>
    public static CommandLine Parse(string[] args) => args switch
    {
        ["--help" or "-h" or "help", ..] => new Help(),
        ["activity", "verify", var file] => new VerifyActivity(file),
        ["health", var url] when Uri.TryCreate(url, UriKind.Absolute, out var address) && address.Scheme is ("http" or "https") =>
            new AskHealth(address),
        ["health", ..] => new Refused("The command is: health URL, for example health http://localhost:8080/health/ready."),
        ["service", "new", var name, .. var scopes] => new NewService(name, scopes),
        ["service", "rotate", var name, .. var rest] => ReadRotation(name, rest),
        ["service", "remove", not ['-', ..] and var name, .. var settings] =>
            WithSettings(settings, given => new RemoveService(name, given)),
        ["service", "list", .. var settings] => WithSettings(settings, given => new ListServices(given)),
        ["service", ..] => new Refused("The commands are: service new NAME SCOPE..., service rotate NAME [DAYS], service remove NAME, "
            + "and service list; "
            + "for example service new trading approvals:redeem."),
        ["operator", "invite", not ['-', ..] and var name, .. var rest] => ReadInvitation(name, rest),
        ["operator", ..] => new Refused("The command is: operator invite NAME [ROLE...], for example operator invite ann admin."),
        ["activity", ..] => new Refused("The command is: activity verify FILE."),
        [] => new Serve(args),
        [['-', '-', ..], ..] => ReadSettings(args),
        [var word, ..] => new Refused($"There is no command '{word}': --help lists what there is."),
    };

    private static CommandLine ReadRotation(string name, string[] rest)
    {
        var days = rest is [[not '-', ..], ..] ? rest[0] : null;
        if (!int.TryParse(days ?? "7", NumberStyles.None, CultureInfo.InvariantCulture, out var read) || read > 90)
            return new Refused($"'{days}' is no number of days from 0 to 90.");

        return WithSettings(days is null ? rest : rest[1..], given => new RotateService(name, read, given));
    }

    private static CommandLine ReadInvitation(string name, string[] rest)
    {
        var roles = rest.TakeWhile(word => word is not ['-', ..]).ToArray();
        return WithSettings(rest[roles.Length..], given => new InviteOperator(name, roles, given));
    }

    private static CommandLine WithSettings(string[] settings, Func<string[], CommandLine> command) =>
        ReadSettings(settings) is Serve { Settings: var given } ? command(given) : ReadSettings(settings);

    // The framework passes over what it does not understand; here every word counts.
    private static CommandLine ReadSettings(string[] args)
    {
        for (var i = 0; i < args.Length; i++)
        {
            if (args[i] is not ['-', '-', .. var name] || name.Length == 0)
                return new Refused($"'{args[i]}' does not belong to a setting: they are written --Name value or --Name=value.");

            var equals = name.IndexOf('=', StringComparison.Ordinal);
            if (equals >= 0) name = name[..equals];
            if (KnownSettings.ComplaintAbout(name) is { } complaint)
                return new Refused($"On the command line, {complaint}{(complaint.EndsWith('?') ? "" : ".")}");
            if (equals >= 0) continue;

            if (++i == args.Length || args[i].StartsWith("--", StringComparison.Ordinal))
                return new Refused($"The setting --{name} has no value.");
        }

        return new Serve(args);
    }
}
