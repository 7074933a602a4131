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
        ["service", ..] => new Refused("The command is: service new NAME SCOPE..., for example service new trading approvals:redeem."),
        ["activity", ..] => new Refused("The command is: activity verify FILE."),
        [] => new Serve(args),
        [['-', '-', ..], ..] => ReadSettings(args),
        [var word, ..] => new Refused($"There is no command '{word}': --help lists what there is."),
    };

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
