namespace OrleansEntry.Gateway.Operators;

/// <summary>Everything that is the operators'.</summary>
internal static class OperatorEndpoints
{
    /// <summary>Maps <c>/operators</c>.</summary>
    public static void MapOperators(this IEndpointRouteBuilder routes)
    {
        // From a network that is not theirs there is nothing here.
        var operators = routes.MapGroup("/operators").WithTags("Operators").OpenToOldClients().RefusesAll(Problems.NotFound);
        operators.MapOperatorEntry();
        operators.MapOperatorAccounts();
        operators.MapOperatorService();
        operators.MapOperatorLog();
    }
}
