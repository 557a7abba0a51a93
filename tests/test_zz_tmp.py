import pytest, time
from collections import Counter
from tests.support.parity import judge
from tests.support.parity_cases import every_case
from tests.support.parity_exceptions import explained
@pytest.mark.parametrize("case", every_case(), ids=lambda c: c.subject+": "+c.name)
def test_it(office, tmp_path, case):
    t=time.time(); c=Counter()
    n=0
    for answers in case.answers(1, 300):
        j=judge(office, case.package, answers, tmp_path)
        for k,(a,b) in j.counts.items():
            if a!=b: print("COUNT", k,a,b)
        for x in j.cells:
            n+=1
            if not x.same:
                e=explained(x); c[e.name if e else None]+=1
                if e is None and c[None]<6: print("!!!", repr(x.value)[:60], x.key.column, x.refused, x.due_refused, x.colours, x.due_colours, x.errors, x.notes, x.cell.validation.kind, [(o.key.column,str(o.value)[:20]) for o in x.row])
    print("OK",case.subject, case.name, n, round(time.time()-t,1), dict(c))
