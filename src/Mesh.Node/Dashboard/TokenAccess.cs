using System.Security.Claims;
using Mesh.Dashboard.Access;
using Mesh.Node.Access;

namespace Mesh.Node.Dashboard;

/// <summary>Who looks at the dashboard may what its token allows; with no token, what anybody may.</summary>
internal sealed class TokenAccess(CurrentPolicy policy, AccessAudit audit) : IDashboardAccess
{
    public IDashboardRights RightsOf(ClaimsPrincipal user) =>
        new Rights(policy, audit, user.Identities.OfType<AccessIdentity>().FirstOrDefault()?.Grant ?? policy.Value.GrantOf(null)!);

    /// <summary>A token that is taken away, or allows something else now, allows nothing over connections that it opened before.</summary>
    private sealed class Rights(CurrentPolicy policy, AccessAudit audit, AccessGrant grant) : IDashboardRights
    {
        private static readonly AccessDecision Gone = new(AccessVerdict.UnknownToken, "the token was taken away, or allows something else now");

        public string Name => policy.Value.IsOpen ? "" : grant.Name;

        public bool MayRead(string? service) => policy.Value.Has(grant) && grant.Allows(AccessAction.Read, service);

        public bool MayOrder(string? service) => policy.Value.Has(grant) && DemandsOf(service).All(d => grant.Allows(d.Action, d.Target));

        public bool Permits(string order, string? service)
        {
            var caller = new AccessCaller(grant, HasToken: !policy.Value.IsOpen);
            var decision = policy.Value.Has(grant) ? AccessDecision.Of(caller, DemandsOf(service)) : Gone;
            audit.Note(caller, $"dashboard: {order}", new AccessDemand(AccessAction.Operate, AccessTarget.Of(service)), decision);
            return decision.IsAllowed;
        }

        /// <summary>Orders are for operators; one to an instance needs what it needs at the other doors as well.</summary>
        private static IEnumerable<AccessDemand> DemandsOf(string? service)
        {
            yield return new(AccessAction.Operate, AccessTarget.Of(service));
            if (service is not null)
                yield return new(AccessAction.Register, AccessTarget.Of(service));
        }
    }
}
