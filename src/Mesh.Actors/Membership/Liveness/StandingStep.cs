using System.Collections.Immutable;

namespace Mesh.Membership.Liveness;

/// <summary>The table after an event, and what is to be done because of it.</summary>
internal readonly record struct StandingStep(StandingTable Next, ImmutableArray<StandingEffect> Effects)
{
    public StandingStep Then(Func<StandingTable, StandingStep> decide)
    {
        var step = decide(Next);
        return new(step.Next, Effects.AddRange(step.Effects));
    }
}
