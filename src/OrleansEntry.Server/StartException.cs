namespace OrleansEntry.Server;

/// <summary>The server does not start. The message is one sentence for the person at the console: what is wrong, what to do.</summary>
internal sealed class StartException(string message, Exception? cause = null) : Exception(message, cause);
