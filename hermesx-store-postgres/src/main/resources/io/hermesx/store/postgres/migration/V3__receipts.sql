-- SPDX-License-Identifier: Apache-2.0

set role hermesx_owner;
set lock_timeout = '5s';

call hermesx.applied(3, 'receipts');

reset lock_timeout;
reset role;
