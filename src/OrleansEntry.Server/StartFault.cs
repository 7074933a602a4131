using System.Net.Sockets;
using Microsoft.AspNetCore.Connections;
using Microsoft.Extensions.Options;
using OrleansEntry.Storage.Embedded;

namespace OrleansEntry.Server;

/// <summary>Turns what can go wrong at a start into one sentence for the person at the console.</summary>
internal static class StartFault
{
    /// <summary>The sentence; <see langword="null"/> when the fault is ours, so that its trace is worth more than a sentence.</summary>
    public static string? Explain(Exception fault) => fault switch
    {
        StartException or DataFolderException => fault.Message,
        OptionsValidationException refused => $"The settings cannot be used: {Clauses(refused)}.",
        AggregateException { InnerExceptions: [OptionsValidationException, ..] } several =>
            "The settings cannot be used: "
                + $"{string.Join("; ", several.InnerExceptions.OfType<OptionsValidationException>().Select(Clauses))}.",
        IOException { InnerException: AddressInUseException } busy =>
            $"{busy.Message.TrimEnd('.')}: stop the program that uses it or choose another address with --urls.",
        IOException { InnerException: SocketException } unbound => $"{unbound.Message.TrimEnd('.')}: choose another address with --urls.",
        SocketException unbound => $"An address cannot be used ({unbound.Message}): choose another one with --urls.",
        { InnerException: { } cause } => Explain(cause),
        _ => null,
    };

    // Generated: "Port: The field SmtpOptions.Port must be between 1 and 65535." Said: "Mail:Port must be between 1 and 65535".
    private static string Clauses(OptionsValidationException refused)
    {
        var section = refused.OptionsType.GetField("Section")?.GetValue(null) as string ?? refused.OptionsType.Name;
        return string.Join("; ", refused.Failures.Select(failure =>
        {
            var at = failure.IndexOf(": The field ", StringComparison.Ordinal);
            var end = at < 0 ? -1 : failure.IndexOf(" must ", at, StringComparison.Ordinal);
            return (end < 0 ? failure : $"{section}:{failure[..at].Replace('.', ':')}{failure[end..]}").TrimEnd('.');
        }));
    }
}
