using System.Runtime.CompilerServices;

namespace OrleansEntry.Storage.Azure;

/// <summary>One table. Every call ends in time; a service that cannot answer is an <see cref="IOException"/> or a
/// <see cref="TimeoutException"/>, and every other answer that is no success passes as the client's own exception.</summary>
internal sealed class AzureTable(AzureTableOptions options, TimeProvider clock)
{
    /// <summary>Most rows in one page (Microsoft, "Query timeout and pagination").</summary>
    internal const int MaxPageRows = 1_000;

    private readonly TableClient _client = options.Connect();

    /// <summary>Creates the table where there is none; several processes may do so at once.</summary>
    internal Task Create(CancellationToken cancellationToken) =>
        Call((table, token) => table.CreateIfNotExistsAsync(token), cancellationToken);

    /// <summary>Asks the table.</summary>
    /// <param name="call">What to ask. It may send more than one request: the time is for all of them.</param>
    /// <param name="cancellationToken">The caller's. A write that is under way then may or may not have been applied.</param>
    /// <exception cref="TimeoutException">No answer in time; a write may or may not have been applied.</exception>
    /// <exception cref="IOException">The service cannot be reached or cannot serve now, after all attempts; likewise.</exception>
    internal async Task<T> Call<T>(Func<TableClient, CancellationToken, Task<T>> call, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        using var patience = new CancellationTokenSource(options.AnswerWithin, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, patience.Token);
        try
        {
            return await call(_client, either.Token);
        }
        catch (OperationCanceledException e) when (!cancellationToken.IsCancellationRequested)
        {
            throw new TimeoutException($"The table {options.Table} did not answer in time.", e);
        }
        catch (RequestFailedException e) when (e.Status is 0 or 408 or 429 or >= 500)
        {
            throw new IOException($"The table {options.Table} cannot be used now (status {e.Status}).", e);
        }
        catch (AggregateException e)
        {
            // What the client throws when every attempt failed.
            throw new IOException($"The table {options.Table} cannot be reached.", e);
        }
    }

    /// <summary>Reads rows in the order of their keys, page by page.</summary>
    /// <param name="table">The table, as given to a call.</param>
    /// <param name="filter">Which rows.</param>
    /// <param name="pageRows">Most rows in a page, 1 to <see cref="MaxPageRows"/>. A shorter page need not be the last.</param>
    /// <param name="cancellationToken">The call's.</param>
    internal static async IAsyncEnumerable<IReadOnlyList<TableEntity>> Pages(
        TableClient table, string filter, int pageRows, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var rows = table.QueryAsync<TableEntity>(filter, pageRows, cancellationToken: cancellationToken);
        await foreach (var page in rows.AsPages().WithCancellation(cancellationToken)) yield return page.Values;
    }
}
