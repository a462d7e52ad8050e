using Assay.Consensus;
using Npgsql;

namespace Assay.Adapters.Storage.Postgres;

/// <summary>Writes what was decided about prices.</summary>
internal sealed class DecisionWriter(NpgsqlConnection connection, Numbers numbers)
{
    private const string Insert = """
        INSERT INTO consensus_evidence (asset_id, recorded_at, observed_at, held_since, price, threshold, flag, class, method, votes)
        SELECT n.asset_id, n.recorded_at, n.observed_at, n.held_since, n.price, n.threshold, n.flag, n.class, n.method, n.votes::json
        FROM unnest($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
          AS n(asset_id, recorded_at, observed_at, held_since, price, threshold, flag, class, method, votes)
        ON CONFLICT (asset_id, recorded_at) DO NOTHING
        """;

    public async Task WriteAsync(IReadOnlyList<Decision> decisions, CancellationToken cancellationToken)
    {
        if (decisions.Count == 0)
            return;

        await numbers.LearnAsync(connection, decisions.Select(decision => decision.Asset), cancellationToken);
        var rows = decisions.Map(decision => decision.ToRow());
        await connection.ExecuteAsync(Insert,
        [
            decisions.Map(decision => numbers.Of(decision.Asset)), Column<DateTimeOffset>(rows, 1), Column<DateTimeOffset?>(rows, 2), Column<DateTimeOffset?>(rows, 3),
            Column<double?>(rows, 4), Column<double>(rows, 5), Column<string>(rows, 6), Column<string>(rows, 7), Column<string>(rows, 8), Column<string>(rows, 9),
        ], cancellationToken);
    }

    private static T[] Column<T>(object?[][] rows, int column) => Array.ConvertAll(rows, row => (T)row[column]!);
}
